export { freeSpace, type FreedSpace, type FreeSpaceSettings } from './freeSpace';
