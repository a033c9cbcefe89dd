import { defineConfig } from "vite";
import { weighFirstScreen } from "./build/budget.ts";
import { compressAssets } from "./build/compress.ts";

const STATIC = "../server/src/vanthu_server/commune/web/static";
const NODE = "http://127.0.0.1:8450";

export default defineConfig({
  build: {
    target: "chrome80", // Android 8 phones of 2020 (design.md 7)
    cssTarget: "chrome80",
    outDir: STATIC,
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: address is not 'self'
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true, proxy: { "/api": NODE } },
  plugins: [compressAssets(STATIC), weighFirstScreen(STATIC)],
});
