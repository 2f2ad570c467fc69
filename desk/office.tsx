import { render } from 'preact';
import { OfficePage } from './office/office-page.tsx';

const place = document.getElementById('page');
if (place) render(<OfficePage />, place);
