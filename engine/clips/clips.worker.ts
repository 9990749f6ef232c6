import { serveWorker } from '../runtime/offload';
import { clipsWork } from './work';

serveWorker(clipsWork);
