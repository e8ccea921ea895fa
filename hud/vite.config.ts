import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const control = process.env['GODMODE_API'] ?? 'http://127.0.0.1:5051';

export default defineConfig({
  plugins: [svelte()],
  base: '/',
  build: { outDir: 'target/classes/hud', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { proxy: { '/api': control, '/health': control, '/openapi.json': control } },
});
