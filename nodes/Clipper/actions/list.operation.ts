import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { clip } from '../clipping';

export const execute = async (node: IExecuteFunctions): Promise<INodeExecutionData[][]> => await clip(node, 'list');
