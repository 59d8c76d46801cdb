/** What can be asked of a folder without starting an engine: what it says it is, and whether it is that. */
import * as model from './model/index.ts';
import { packError, unpackError } from './protocol.ts';

/** Throws EngineError; the files that it names are not looked at. */
export async function readManifest(dir: string): Promise<model.Manifest> {
  try {
    return await model.readManifest(dir);
  } catch (error) {
    throw unpackError(packError(error));
  }
}

/** Throws EngineError that names `from`, where the text came from. */
export function parseManifest(text: string, from: string): model.Manifest {
  try {
    return model.parseManifest(text, from);
  } catch (error) {
    throw unpackError(packError(error));
  }
}

/** Runs the graphs on the calling thread. What is wrong with the folder is a row; only what nobody expected throws. */
export function checkModel(dir: string, options: model.CheckOptions = {}): AsyncGenerator<model.CheckRow, void, void> {
  process.env.ORT_DISABLE_TELEMETRY = '1'; // see index.ts
  return model.checkModel(dir, options);
}

/** Runs the graph on the calling thread. Throws EngineError. */
export async function inspectClassifier(...of: Parameters<typeof model.inspectClassifier>): Promise<model.InspectedClassifier> {
  process.env.ORT_DISABLE_TELEMETRY = '1'; // see index.ts
  try {
    return await model.inspectClassifier(...of);
  } catch (error) {
    throw unpackError(packError(error));
  }
}

export const proposedClassifier = model.proposedClassifier;
