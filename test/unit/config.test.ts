import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

describe('ASSETS_URL', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: 'hush' };
  const place = (url: string, more: Record<string, string> = {}) => readConfig({ ASSETS_URL: url, ...keys, ...more }).pictures;

  it('is a folder or a bucket', () => {
    expect(readConfig({}).pictures).toBeUndefined();
    expect(place('pictures')).toEqual({ kind: 'folder', folder: resolve('pictures') });
    const s3 = { kind: 's3', bucket: 'my.bucket', accessKeyId: 'AK', secretAccessKey: 'hush' };
    const ours = { region: 'us-east-1', endpoint: 'https://s3.us-east-1.amazonaws.com' };
    expect(place('s3://my.bucket')).toEqual({ ...s3, ...ours, prefix: '' });
    expect(place('s3://my.bucket/bot/one//')).toEqual({ ...s3, ...ours, prefix: 'bot/one' });
    const elsewhere = { AWS_REGION: 'eu-1', AWS_ENDPOINT_URL: 'http://10.0.0.7:9000', AWS_SESSION_TOKEN: 'lent' };
    expect(place('s3://my.bucket/bot', elsewhere)).toEqual({
      ...{ ...s3, prefix: 'bot', region: 'eu-1', endpoint: 'http://10.0.0.7:9000', sessionToken: 'lent' },
    });
  });

  it.each(['https://bucket', 's3://', 's3://AK:hush@bucket', 's3://Bucket', 's3://bucket/ä', 's3://bucket?x=y'])('is not %s', (url) => {
    expect(() => place(url)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hush') }));
    expect(() => place(url)).toThrow(/^ASSETS_URL is not of its kind: s3:\/\/bucket\/prefix .* or a folder is expected/);
  });

  it('names the key that is missing', () => {
    expect(() => readConfig({ ASSETS_URL: 's3://bucket', AWS_ACCESS_KEY_ID: 'AK' })).toThrow('AWS_SECRET_ACCESS_KEY is not set');
    expect(() => readConfig({ ASSETS_URL: 's3://bucket' })).toThrow('AWS_ACCESS_KEY_ID is not set');
  });
});

it.each([
  ['DREAMTHREAD_DRAW', 'foo', 'DREAMTHREAD_DRAW is "foo": one of asked, biased, natural, planned is expected; set it'],
  ['DREAMTHREAD_PORT', '2.5', 'DREAMTHREAD_PORT is "2.5": a whole number from 0 to 65535 is expected; set it'],
  ['DREAMTHREAD_STORYBOARD', 'many', 'DREAMTHREAD_STORYBOARD is "many": a whole number from 0 to 100 is expected; set it'],
  ['DISCORD_SHARDS', 'all', 'DISCORD_SHARDS is "all": auto or a whole number from 1 to 10000 is expected; set it'],
  ['SLACK_BOT_TOKEN', 'hush', 'SLACK_BOT_TOKEN is not of its kind: what begins with xoxb- is expected; set it'],
])('a wrong %s is told with what is expected', (name, value, told) => {
  expect(() => readConfig({ [name]: value })).toThrow(told);
});
