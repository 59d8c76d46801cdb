/** The DreamLLM runtime: one model folder, opened. All of it that the rest of the engine may use. */
export { type CheckOptions, checkModel } from './check/check-model.ts';
export type { CheckRow } from './check/report.ts';
export { type Classifier, openClassifier } from './classifier.ts';
export type { Context, Decoded, DecodeOptions, Features } from './context.ts';
export type { Device, DeviceState } from './device.ts';
export { parseManifest, readManifest } from './folder.ts';
export { type InspectedClassifier, inspectClassifier, proposedClassifier } from './inspect-classifier.ts';
export type { Manifest } from './manifest.ts';
export { ModelError } from './model-error.ts';
export { type DreamModel, openModel, type PaintOptions } from './open-model.ts';
export type { Picture } from './picture.ts';
export type { TurnContexts } from './prefix-cache.ts';
export { knows, type Topic, type Vocabulary } from './vocabulary.ts';
export { openWordClassifier } from './word-classifier.ts';
