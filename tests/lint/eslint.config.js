// What JavaScript and TypeScript are held to: the pages' modules, which browsers load as they are, the browser tests, and the client.

import js from "@eslint/js";
import globals from "globals";
import typescript from "typescript-eslint";

const unsafe = { "@typescript-eslint/no-unsafe-assignment": "off", "@typescript-eslint/no-unsafe-member-access": "off" };
const client = "clients/typescript/{src,test,examples}/**/*.{ts,js}";

export default [
  // The client is linted in its copy, where it finds its modules; what is made of the description is not.
  { ignores: ["**/vendor/", "**/node_modules/", "target/", "**/dist/", "**/out/", "clients/typescript/src/api.ts"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": ["error", { allow: ["debug", "error"] }],
      "no-implicit-coercion": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unreachable-loop": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["shared/pages/assets/**"], languageOptions: { globals: globals.browser } },
  { files: ["tests/browser/**"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  ...typescript.configs.recommendedTypeChecked.map((config) => ({ ...config, files: [client] })),
  {
    files: [client],
    languageOptions: { globals: globals.node, parserOptions: { projectService: true } },
    rules: {
      // The types say it: the compiler checks with noUnusedLocals and noUnusedParameters.
      "no-unused-vars": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // Fastify's handlers are coroutines, whether they wait or not.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unnecessary-condition": "error",
      "@typescript-eslint/strict-boolean-expressions": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  // Express's bodies and locals are `any`, and an example prints.
  { files: ["clients/typescript/examples/**"], rules: { ...unsafe, "no-console": "off" } },
  { files: ["clients/typescript/src/**"], rules: { "@typescript-eslint/explicit-module-boundary-types": "error" } },
  {
    files: ["clients/typescript/test/**"],
    rules: {
      // `test` of node:test returns a promise that the runner awaits.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", name: ["test", "describe"], package: "node:test" }] }],
    },
  },
];
