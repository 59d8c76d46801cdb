/**
 * Content credentials (C2PA 2.1): each picture that leaves says, signed, that a trained model made it. The key and its
 * certificate lie in `<data>/credentials`; where there are none, a development authority makes them, which proves that a picture
 * came from this bot but names nobody whom strangers trust.
 */
import { createHash, webcrypto } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { CoseAlgorithmIdentifier, LocalSigner } from '@trustnxt/c2pa-ts/cose';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { ActionAssertion, ActionType, DataHashAssertion, DigitalSourceType, ManifestStore, Signature } from '@trustnxt/c2pa-ts/manifest';
import { ConfigError } from '../core/errors.ts';
import type { AssetId } from '../core/types.ts';
import type { Claim } from '../core/verified.ts';

const ED25519 = { name: 'Ed25519' };
/** Room kept for the signature's box; an Ed25519 signature and two small certificates need about 1.5 kB. */
const SIGNATURE_BYTES = 3_000;
const VALID_YEARS = 10;
/** Certificates begin to count this much earlier, for readers whose clocks are behind. */
const CLOCKS_APART_MS = 3_600_000;
/** C2PA 2.1, 14.5: a certificate for signing claims has this extended key usage (e-mail protection) or document signing. */
const KEY_USAGE = '1.3.6.1.5.5.7.3.4';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

interface Made {
  readonly asset: AssetId;
  /** Made out of another picture. */
  readonly edited: boolean;
  readonly modelId: string;
}

export interface Credentials {
  /** The same picture always gets the same bytes. `png` is left as it is. */
  stamp(png: Uint8Array, made: Made): Promise<Uint8Array>;
  /** Undefined when the file has no credentials: they are easily lost on the way, so that proves nothing. */
  read(file: Uint8Array): Promise<Claim | undefined>;
}

/** Opens `<dataDir>/credentials`, made at the first use. Throws ConfigError when what lies there is no key or no certificate. */
export async function openCredentials(dataDir: string, version: string): Promise<Credentials> {
  const folder = join(dataDir, 'credentials');
  const { key, chain } = (await stored(folder)) ?? (await issued(folder));
  const [certificate, ...authorities] = chain;
  if (!certificate) throw unusable(folder, 'its chain.pem is empty');
  const signer = new LocalSigner(key, CoseAlgorithmIdentifier.Ed25519, certificate, authorities);
  const thumbprint = (of: x509.X509Certificate): string => createHash('sha256').update(new Uint8Array(of.rawData)).digest('hex');
  const own = thumbprint(certificate);
  return {
    async stamp(png, { asset, edited, modelId }) {
      const file = new PNG(new Uint8Array(png)); // a copy with memory of its own, which Buffer.slice is not
      const store = new ManifestStore();
      const instanceID = `xmp:iid:${asset.slice('sha256:'.length)}`;
      const manifest = store.createManifest({ assetFormat: 'image/png', instanceID, defaultHashAlgorithm: 'SHA-256', signer });
      manifest.label = `urn:uuid:${uuidOf(asset)}`;
      manifest.signature = Signature.create(signer, SIGNATURE_BYTES);
      if (manifest.claim) {
        manifest.claim.claimGeneratorName = 'Dreamthread';
        manifest.claim.claimGeneratorVersion = version;
      }
      const hash = DataHashAssertion.create('SHA-256');
      const actions = new ActionAssertion();
      const by = { digitalSourceType: DigitalSourceType.TrainedAlgorithmicMedia, softwareAgent: { name: modelId } };
      // C2PA 2.1, 18.14: the first action of a manifest is that it was created or opened; to open one needs its own credentials.
      actions.actions.push({ action: ActionType.C2paCreated, ...by });
      if (edited) actions.actions.push({ action: ActionType.C2paEdited, ...by });
      manifest.addAssertion(hash);
      manifest.addAssertion(actions);
      await file.ensureManifestSpace(store.measureSize());
      await hash.updateWithAsset(file);
      await manifest.sign(signer);
      await file.writeManifestJUMBF(store.getBytes());
      return file.getDataRange();
    },

    async read(bytes) {
      const [file, box] = opened(new Uint8Array(bytes));
      if (!file || !box) return undefined;
      try {
        const store = ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(box)));
        const { isValid } = await store.validate(file);
        const manifest = store.getActiveManifest();
        const signedBy = manifest?.signature?.signatureData.certificate;
        const ours = isValid && signedBy !== undefined && thumbprint(signedBy) === own;
        const hex = /^xmp:iid:([0-9a-f]{64})$/.exec(manifest?.claim?.instanceID ?? '')?.[1];
        return {
          intact: isValid,
          ours,
          signer: signedBy?.subject ?? 'unknown',
          ...(ours && hex ? { asset: `sha256:${hex}` as const } : {}),
        };
      } catch {
        return { intact: false, ours: false, signer: 'unknown' };
      }
    },
  };
}

/** A picture and the box of its credentials; neither when it is something else, or broken. */
function opened(bytes: Uint8Array): readonly [file: PNG | JPEG | undefined, box: Uint8Array | undefined] {
  try {
    const file = PNG.canRead(bytes) ? new PNG(bytes) : JPEG.canRead(bytes) ? new JPEG(bytes) : undefined;
    return [file, file?.getManifestJUMBF()];
  } catch {
    return [undefined, undefined];
  }
}

interface Identity {
  /** PKCS #8. */
  readonly key: Uint8Array;
  /** The signing certificate first. */
  readonly chain: readonly x509.X509Certificate[];
}

async function stored(folder: string): Promise<Identity | undefined> {
  let pem: [string, string];
  try {
    pem = [await readFile(join(folder, 'key.pem'), 'utf8'), await readFile(join(folder, 'chain.pem'), 'utf8')];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(folder, 'its files cannot be read', error);
  }
  try {
    const key = new Uint8Array(x509.PemConverter.decodeFirst(pem[0]));
    await webcrypto.subtle.importKey('pkcs8', Buffer.from(key), ED25519, false, ['sign']);
    return { key, chain: x509.PemConverter.decode(pem[1]).map((raw) => new x509.X509Certificate(raw)) };
  } catch (error) {
    throw unusable(folder, 'expected an Ed25519 key in key.pem (PKCS #8) and certificates in chain.pem', error);
  }
}

/** A development authority and a certificate of it; the authority's own key is thrown away. */
async function issued(folder: string): Promise<Identity> {
  const generate = () => webcrypto.subtle.generateKey(ED25519, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
  const [authority, own] = [await generate(), await generate()];
  const notBefore = new Date(Date.now() - CLOCKS_APART_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + VALID_YEARS);
  const common = { notBefore, notAfter, signingAlgorithm: ED25519 };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: 'CN=Dreamthread development authority',
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=Dreamthread (development), O=Dreamthread',
    issuer: root.subject,
    publicKey: own.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([KEY_USAGE]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', own.privateKey));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'chain.pem'), `${certificate.toString('pem')}\n${root.toString('pem')}\n`);
  await writeFile(join(folder, 'key.pem'), `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`, { mode: 0o600 });
  await chmod(join(folder, 'key.pem'), 0o600);
  return { key, chain: [certificate, root] };
}

const unusable = (folder: string, why: string, cause?: unknown): ConfigError =>
  new ConfigError(
    'data-unusable',
    `The signing key in ${folder} cannot be used because ${why}: mend it, or move the folder away to get a new one.`,
    {
      cause,
    },
  );

/** A version 8 UUID (RFC 9562) out of a hash, so that stamping again gives the same bytes. */
function uuidOf(asset: AssetId): string {
  const hex = createHash('sha256').update(asset).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
