/** Installations in several workspaces and organisations: their tokens lie in the database sealed with AES-256-GCM, each bound to its owner. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { ConfigError, PlatformError } from '../../src/core/errors.ts';
import type { Tables } from './tables.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** nonce, tag and text as base64; `id` is authenticated with it, so that one owner's row is of no use in another's. */
export function seal(key: Uint8Array, id: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Throws ConfigError when the key is another one or the row was altered. */
export function unseal(key: Uint8Array, id: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(id));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new ConfigError(
      'invalid-setting',
      'DREAMTHREAD_ENCRYPTION_KEY does not open the stored installations: set the key they were stored with, or install the app again.',
      { cause },
    );
  }
}

export interface Source {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall: boolean;
}

/** Whose an installation is: the organisation's that installed the app as a whole, else the workspace's. */
export const ownerOf = ({ teamId, enterpriseId, isEnterpriseInstall }: Source): string =>
  (isEnterpriseInstall ? enterpriseId : teamId) ?? '';

export function sealedInstallations(installations: Tables['installations'], key: Uint8Array): InstallationStore {
  return {
    async storeInstallation(installation) {
      const { enterprise, team, isEnterpriseInstall = false } = installation;
      const id = ownerOf({ teamId: team?.id, enterpriseId: enterprise?.id, isEnterpriseInstall });
      await installations.put(id, seal(key, id, JSON.stringify(installation)));
    },
    async fetchInstallation(query: InstallationQuery<boolean>) {
      const id = ownerOf(query);
      const sealed = await installations.get(id);
      const where = query.isEnterpriseInstall ? 'organisation' : 'workspace';
      if (!sealed) throw new PlatformError('rejected', `The app is not installed in the ${where} ${id}: install it there.`);
      return JSON.parse(unseal(key, id, sealed)) as Installation<'v2', boolean>;
    },
    async deleteInstallation(query: InstallationQuery<boolean>) {
      await installations.remove(ownerOf(query));
    },
  };
}
