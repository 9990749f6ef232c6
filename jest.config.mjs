export default {
	testEnvironment: '<rootDir>/test/environment.mjs',
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '\\.ts$': '<rootDir>/test/esbuild-transform.mjs' },
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
	maxWorkers: 2,
	testTimeout: 300000,
};
