import { holdToContract } from './hold.ts';
import { hasMoto, openLocal, openMoto } from './servers.ts';

holdToContract('the local stack', openLocal);
holdToContract('moto', openMoto, hasMoto ? null : 'moto_server is not installed');
