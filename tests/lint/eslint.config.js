// What JavaScript is held to: the pages' modules, which browsers load as they are, and the browser tests.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/vendor/", "**/node_modules/", "target/"] },
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
];
