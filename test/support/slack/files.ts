/** files.* and canvases.*: pictures that are looked through before they can be shown, and documents. */
import { inChannel, inThread } from './checks.ts';
import { BOT, type Json, type Method, parsed, refuse, type SlackState, type StoredFile, TEAM, textOf } from './state.ts';

export const FILES: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal'({ filename, length, alt_txt }, state) {
    if (!filename || !(Number(length) > 0)) refuse('invalid_arguments');
    const id = state.newId('F');
    const filetype = textOf(filename).split('.').at(-1) ?? '';
    const mimetype = filetype === 'html' ? 'text/html' : `image/${filetype === 'jpg' ? 'jpeg' : filetype}`;
    const file = {
      id,
      user: BOT.user,
      name: textOf(filename),
      title: '',
      alt_txt: textOf(alt_txt),
      bytes: Buffer.alloc(0),
      mimetype,
      filetype,
    };
    state.files.set(id, { ...file, looksLeft: 2, isUploaded: false, channels: new Set() });
    return { file_id: id, upload_url: state.uploadUrl(id) };
  },

  'files.completeUploadExternal'(args, state) {
    const given = parsed(args.files) as { id: string; title?: string }[];
    for (const { id, title } of given) {
      const file = state.files.get(id) ?? refuse('file_not_found');
      if (file.bytes.length === 0) refuse('file_not_found', ['nothing was uploaded']);
      file.title = title ?? file.name;
      file.isUploaded = true;
      if (args.channel_id === undefined) continue;
      const channel = inChannel(state, args.channel_id);
      inThread(state, channel, args.thread_ts);
      file.channels.add(channel);
      const place = { channel, ts: state.newTs(), ...(args.thread_ts === undefined ? {} : { thread_ts: textOf(args.thread_ts) }) };
      const text = textOf(args.initial_comment);
      state.messages.push({
        ...place,
        user: BOT.user,
        bot_id: BOT.bot,
        text,
        blocks: [],
        files: [file],
        subtype: 'file_share',
        updates: 0,
      });
    }
    return { files: given };
  },

  'files.info'({ file }, state) {
    const found = state.files.get(textOf(file));
    const canvas = state.canvases.get(textOf(file));
    if (canvas)
      return {
        file: { id: file, mimetype: 'application/vnd.slack-docs', permalink: `https://local.slack.com/docs/${TEAM}/${textOf(file)}` },
      };
    if (!found?.isUploaded) return refuse('file_not_found');
    const isReady = found.looksLeft === 0;
    if (!isReady) found.looksLeft -= 1;
    return { file: fileObject(found, state, isReady) };
  },

  'canvases.create'(args, state) {
    const content = parsed(args.document_content) as Json;
    if (content.type !== 'markdown' || !content.markdown) refuse('invalid_arguments');
    const id = state.newId('F');
    state.canvases.set(id, { title: args.title, markdown: content.markdown });
    return { canvas_id: id };
  },

  'canvases.access.set'(args, state) {
    const canvas = state.canvases.get(textOf(args.canvas_id)) ?? refuse('canvas_not_found');
    const [users, channels] = [parsed(args.user_ids), parsed(args.channel_ids)];
    if ((users === undefined) === (channels === undefined)) refuse('invalid_arguments');
    Object.assign(canvas, { users, channels });
    return {};
  },
};

export function fileObject(file: StoredFile, state: Pick<SlackState, 'uploadUrl'>, isReady = true): Json {
  const url = state.uploadUrl(file.id);
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    alt_txt: file.alt_txt,
    size: file.bytes.length,
    ...(isReady ? { mimetype: file.mimetype, filetype: file.filetype } : { mimetype: '', filetype: '' }),
    url_private: url,
    url_private_download: url,
    ...(file.thumb ? { thumb_1024: `${url}?thumb` } : {}),
    permalink: `https://local.slack.com/files/${file.user}/${file.id}/${file.name}`,
  };
}
