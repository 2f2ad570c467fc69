import { render } from 'preact';
import { TownshipPage } from './township/township-page.tsx';

const place = document.getElementById('page');
if (place) render(<TownshipPage />, place);
