export { folderFor, publishToFolder, slug, type FolderSettings } from './folder';
