import { serveWorker } from '../runtime/offload';
import { topicsWork } from './work';

serveWorker(topicsWork);
