import { mount } from 'svelte';
import App from './App.svelte';
import { themes } from './actions.svelte';
import './style/tokens.css';
import './style/base.css';

themes.apply();
matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => themes.apply());

const target = document.getElementById('app');
if (target) mount(App, { target });
