// jest's environment for Node, in a context whose global object is an ordinary one. jest's own stands behind interceptors and a proxy, which are
// asked at every use of Math, Map or Float32Array: what computes much takes several times as long there as in the product.
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

export default class extends TestEnvironment {
	constructor(...args) {
		// Called once within, with jest's proxy.
		vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
		try {
			super(...args);
		} finally {
			vm.createContext = createContext;
		}
	}
}
