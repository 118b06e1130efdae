import { mount } from 'svelte';

import App from './App.svelte';
import { startLanguage } from './messages/index.svelte.ts';
import './style/tokens.css';
import './style/base.css';
import './style/marks.css';
import './style/roles.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has an element #app');

// The first paint waits for the messages of a chosen language; English is in the bundle.
await startLanguage();
mount(App, { target });
