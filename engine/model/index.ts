/** The DreamLLM runtime: one model folder, opened. All of it that the rest of the engine may use. */
export type { Condition, Context, Decoded, DecodeEnd, DecodeOptions, Features } from './context.ts';
export type { Manifest } from './manifest.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export type { SchedulerName } from './noise-scheduler.ts';
export { type DreamModel, type OpenOptions, openModel, type PaintOptions } from './open-model.ts';
export type { Picture } from './picture.ts';
