/** How the daily backup of one machine is kept going. */
export interface BackupWorkerOptions {
  /** Makes the backup; answers when the records in it were read (ISO instant). */
  backUp(): Promise<string>;
  /** ISO instant of the backup that lies there, if any. */
  last(): Promise<string | undefined>;
  /** How often to look whether one is due. Default 10 minutes. */
  everyMs?: number;
  now?: () => Date;
  /** Told of every backup that was made. */
  onRun?: (at: string) => void;
  /** Told of every one that failed; it is tried again at the next look. */
  onError?: (error: unknown) => void;
}

/** One a day. */
const EVERY_MS = 24 * 3_600_000;

/**
 * Backs up once a day; a machine that was off catches up with its first look.
 *
 * @returns stops it; the promise is kept when the backup under way has ended
 */
export function startBackupWorker(options: BackupWorkerOptions): () => Promise<void> {
  let running: Promise<void> | undefined;
  const run = async () => {
    try {
      const last = await options.last();
      const now = (options.now?.() ?? new Date()).getTime();
      if (last === undefined || now - Date.parse(last) >= EVERY_MS) {
        const at = await options.backUp();
        options.onRun?.(at);
      }
    } catch (error) {
      options.onError?.(error);
    }
    running = undefined;
  };
  const look = () => {
    running ??= run();
  };
  const timer = setInterval(look, options.everyMs ?? 600_000);
  look();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
