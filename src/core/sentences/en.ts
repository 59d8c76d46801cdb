/**
 * What the program itself says to people, by id. `{name}` is a value; `{names}` of a list reads “a, b and c”, `{names:or}` “a, b or c”.
 * Where the number of something changes the words, there is one form for each plural category, chosen by the value `count`.
 */
export const en = {
  /** Said beside a reply, not in it. */
  aside: '_{what}_',

  // ── why nothing came, or not all ──
  'nothing-came': 'Nothing came out of this: ask again, or in other words.',
  stopped: 'Stopped, as asked.',
  'deadline-passed': 'This waited longer than it may: ask again.',
  'time-limit':
    'This ran longer than a reply may take here, was stopped and is not tried again by itself: ask for less at once, or once more.',
  'cut-off': 'This was cut off by crashes too often and is not tried again: ask in other words, and tell whoever runs this bot.',
  failed: 'Something failed inside Dreamthread; the log has the details.',
  'engine-incomplete': 'The engine stopped before the reply was complete; ask again.',
  'engine-failed': 'The engine failed at this request; ask in other words, or look into the log.',

  // ── what safety found ──
  'held-picture': 'Picture {name} waits for a moderator (rule: {rule}).',
  'held-part': 'This part waits for a moderator (rule: {rule}).',
  'not-shown': 'Not shown (rule: {rule}): {reason}.',
  'read-as': '{reason} (it was read as “{words}”)',
  'picture-shows': 'the picture seems to show this: {label}',
  'not-released': 'a moderator looked at it and did not release it',
  'not-shown-but': '_Not shown (rule: {rule}): {reason}._\n\nWithout it, that would be: “{rewrite}”',
  timeout:
    'You can ask again from {until} on: there were several strikes in a short time. If that seems wrong, appeal, and a moderator will look at it.',
  consent:
    'That would change how a person in {picture} is shown, which nobody here is without a yes of theirs: who sent the picture, or who is in it, has to agree first.',
  'consent-own':
    'That would change how a person in {picture} is shown, which nobody here is without a yes of theirs: agree if it is you, or mention who it is, so that they can.',
  'consent-named':
    'That would change how somebody else in {picture} is shown, which nobody here is without a yes of theirs: who was mentioned has to agree first.',
  'consent-unnamed':
    'That would change how somebody else in {picture} is shown, which nobody here is without a yes of theirs: mention them in your request, so that they can agree.',
  'consent-never':
    'In {picture}, which somebody sent, people stay as they are, so that nobody is shown as they were not: background, weather, light, crop and style may be changed.',
  'appeal-sent': 'Your appeal went to the moderators as case {case}. You will be told here what they decide.',
  'outcome-released': 'Moderators looked at {what} and released it.',
  'outcome-upheld': 'Moderators looked at {what} and did not release it (rule: {rule}).{strike}',
  'appeal-won': 'Moderators agree with your appeal: the rule {rule} does not hold for this request, and it runs now.',
  'appeal-lost': 'Moderators looked at your appeal, and the rule {rule} holds.{strike}',
  'appeal-never':
    'Moderators agree that the rule {rule} misread you. What it is about is never made here, so it was not run: say it in other words.',
  'counts-as-strike': ' It counts as a strike.',
  'the-picture': 'picture {name}',
  'the-part': 'a part of this reply',

  // ── to moderators ──
  'case-reminder': 'Case {case} has waited for a moderator since {minutes} minutes.',
  'case-unknown': 'There is no case {case}.',
  'case-gone': 'There is nothing to decide about case {case} any more: what it was about is gone.',
  'case-decided': 'Case {case} was decided already, by {by}. The first decision stands.',
  'case-own': 'You asked for this yourself: another moderator decides it.',
  'case-taken': '{by} looks at case {case} right now, until {until}: please wait, or take another.',
  'case-voted': 'You released case {case} already; another moderator has to do so, too.',
  'case-yours': 'Case {case} is yours for ten minutes. Asked for was: “{words}”',
  'case-half': 'Yours is {given} of {needed}: another moderator has to release case {case}, too.',
  'case-released': 'Case {case} is released.',
  'case-upheld': 'Case {case} is upheld.{strike}',
  'no-moderator': 'Only moderators decide here, where the card stands.',
  'not-a-choice': 'That is not among what can be done about case {case}.',
  'by-time': 'time',
  'why.medical': 'this asks for a diagnosis or a dose: a doctor or a pharmacist can tell, a picture cannot',
  'why.political': 'persuading people how to vote is left to people here',
  'why.personal-data': 'where a person lives, and what is theirs to tell, is not looked up or shown here',
  'why.brand': 'this is another’s brand; ask for one of your own',
  'why.minors': 'sexual content about minors is never made here',
  'why.sexual': 'sexual pictures are not made here; ask for the scene without it',
  'why.self-harm': 'this is not something to face alone: please talk to someone you trust, or to a crisis line in your country',
  'why.violence': 'graphic violence is not drawn here; ask for the scene without it',
  'why.hate': 'hateful symbols and slogans are not drawn here',
  'why.harassment': 'this would hurt a person; say it without the attack',
  'why.real-people': 'pictures that change the body or the clothes of a real person, or pass for one, are not made here',
  'why.weapons': 'how weapons are made is not explained here',
  'why.drugs': 'how illegal drugs are made or sold is not explained here',

  // ── changing the policy ──
  would: 'It would {what}.',
  'would-same': 'It would have done the same.',
  'would.spoiler': { one: 'cover one more', other: 'cover {count} more' },
  'would.blur': { one: 'blur one more', other: 'blur {count} more' },
  'would.hold': { one: 'hold one more', other: 'hold {count} more' },
  'would.refuse': { one: 'refuse one more', other: 'refuse {count} more' },
  'would.strike': { one: 'refuse one more with a strike', other: 'refuse {count} more with a strike' },
  'would.allow': { one: 'release one more', other: 'release {count} more' },
  'policy-changed': 'The policy changed meanwhile: version {version} is in force. Look at it as it is now, then change it.',
  'proposal-changed': 'The proposal changed meanwhile, or is gone: look at it as it is now.',
  'proposal-none': 'There is no proposal.',
  'rule-id': 'Expected a name of letters, digits and hyphens, such as no-logos, got “{id}”: write another.',
  'rule-id-taken': '“{id}” is taken by another rule or a category: write another name.',
  'rule-reason': 'Say why in 1 to {most} characters: people read it when something is refused.',
  'rule-action': 'What counts as {category} is never made and can only be refused: choose that.',
  'rule-empty': 'Write at least one word, phrase or pattern to look for.',
  'rule-unknown': 'There is no rule “{id}” here any more: look at the list as it is now.',
  'line-length': 'Line {line} has {chars} characters, and may have {least} to {most}: change it.',
  'phrase-unreadable': '“{phrase}” holds no letter or digit: write what people would write.',
  'phrase-allowed': '“{phrase}” stands among the innocent phrases: take it out of one of the two.',
  'phrase-taken': '“{phrase}” is looked for by the rule {rule}: take it out of one of the two.',
  'pattern-wrong': 'Pattern {line} is no regular expression of RE2 ({why}): mend it, without look-around and back references.',
  'pattern-all': 'Pattern {line} fits every text, as it may match nothing: let it ask for at least one character.',
  'threshold-range': 'Expected a number from 0 to 1, got “{given}”: write one such as 0.8.',

  // ── questions ──
  storyboard: {
    one: 'This would be a reply with one picture. It starts by itself in a moment, unless you choose first.',
    other: 'This would be a reply with {count} pictures. It starts by itself in a moment, unless you choose first.',
  },
  'which-picture': 'Which picture do you mean: {names:or}?',

  // ── pictures that stand ──
  'back-to': 'This is {name}. What you ask for next begins from it.',
  'nothing-before': '{name} was made from no other picture, so there is nothing to go back to: name the picture that you want.',
  shown: '{name} shows {what}.',
  'shown-apart': '{name} shows {what}. Only there: {things}.',
  'pixels-same': '{percent} % of their pixels are the same.',

  // ── cast and style ──
  'cast-how': 'Say "cast add Max from #3", or "cast add Max, the cat, from #3" where a picture shows several things.',
  'cast-unclear': 'Expected a name and a picture. {how}',
  'cast-empty': 'The cast is empty. {how}',
  'cast-list': 'In the cast: {members}.',
  'cast-added': '{name} is as in {picture} from now on. Name {name} in a request, and they come again.',
  'cast-added-thing': '{name} is {thing} in {picture} from now on. Name {name} in a request, and they come again.',
  'cast-removed': '{name} is not in the cast any more.',
  'cast-unknown': 'There is nobody called {name} in the cast.',
  'cast-full': 'The cast has {most} members, and no room for more: take one out first, with "cast remove {name}".',
  'cast-no-thing': 'There is no such thing as {thing} in {picture}; it shows {things}.',
  'cast-which': '{picture} shows {things}. Which of these is {name}? Say "cast add {name}, the {first}, from {picture}".',
  'style-set': 'Every picture of this thread is drawn in this style: {style}. Say "style off" to end it.',
  'style-none': 'This thread has no style. Set one with "style: at night, pencil".',
  'style-off': 'There is no style any more: pictures are drawn as each request says.',
  'style-too-long': 'Expected a style of at most {most} characters, got {chars}: say it in fewer.',

  // ── what was asked about is not there ──
  'unknown-picture': 'There is no picture {name} in this thread; it may have been forgotten.',
  'no-picture-yet': 'There is no picture {name} in this thread; it has no pictures yet: ask for one first.',
  'only-picture': 'There is no picture {name} in this thread; it has only {only}: name one of these.',
  'other-pictures': 'There is no picture {name} in this thread; it has {names}: name one of these.',
  'picture-deleted': 'The picture {name} was deleted, so it cannot be changed; send it again or name another.',
  'file-deleted': 'The file of {name} is gone: it was deleted. Ask for another picture.',
  'no-version': '{version} is no version of {name}; choose one of the same number.',
  'nothing-to-start': 'There is nothing to start here any more; ask again.',
  'no-part': 'There is no part {place} in this reply any more; choose among those that stand in it.',
  'not-in-reply': 'There is no picture {name} in this reply any more; choose among those that stand in it.',
  'words-not-changed': 'Only a picture can be changed in words; make the text again instead.',

  // ── what was asked is too much, or too little ──
  'request-too-long': 'The request is {chars} characters long and this model can read about {readable} of them; ask in fewer words.',
  'too-many-pictures': 'The request brings {pictures} pictures and this model can look at {readable} at once; send fewer.',
  'message-too-long': 'Expected at most {most} characters, got {chars}: send it in pieces.',
  'message-empty': 'Expected some words or a picture, got an empty message: say what you would like to see.',
  'instruction-empty': 'Expected what to change, got no words: say it in a few, such as "make it blue".',
  'instruction-too-long': 'Expected at most {most} characters, got {chars}: say it in fewer.',
  'no-change': 'I found no change to {name} in that. Say what shall be different in it, such as "make the circle green".',
  'cannot-draw': 'I can\'t draw "{thing}" yet, so I drew nothing. Ask "what can you draw?" for what I know.',
  'cannot-explain': 'I know nothing of "{thing}" yet, so I told nothing. Ask "what can you do?" for what I know.',
  opposed: 'The same thing cannot be {one} and {other} at once: say which of the two it shall be.',
  'no-outpaint': '{name} cannot be made to show more than it does: ask for a new picture of the whole scene instead.',
  'strength-range': 'Expected a strength above 0 and up to 1, got {given}: 0.3 changes little, 0.9 nearly all.',
  'variations-count': 'Expected 1 to {most} variations, got {given}: choose a number in between.',
  'steps-none': 'Expected steps to start, got none: keep at least one, or stop it instead.',
  'reason-too-long': 'Expected a reason of at most {most} characters: say it in fewer.',

  // ── files ──
  'file-empty': '{file} is empty.',
  'file-too-large': '{file} has {megabytes} MB; a picture may have at most 20 MB.',
  'file-no-picture': '{file} is not a picture that can be read: send PNG, JPEG, WebP or GIF.',
  'file-no-header': '{file} is damaged: its header cannot be read.',
  'file-too-many-pixels': '{file} measures {width} × {height} pixels; at most 40 megapixels are read.',
  'file-cut-short': '{file} is damaged or cut short: it starts as a picture but cannot be read to its end.',
  'file-not-fetched': '{file} could not be fetched from the chat: attach it again.',
} as const satisfies Record<string, string | { readonly one: string; readonly other: string }>;

export type SentenceId = keyof typeof en;
export type Sentences = Readonly<Record<SentenceId, string | { readonly one: string; readonly other: string }>>;
