import { ENVIRONMENT } from '../../shared/contract.ts';

/** A function was deployed without something that it needs. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

/** @throws ConfigurationError naming the variable that infra must set */
export function environment(name: keyof typeof ENVIRONMENT): string {
  const variable = ENVIRONMENT[name];
  const value = process.env[variable];
  if (!value)
    throw new ConfigurationError(
      `environment variable ${variable} is not set; infra sets it for the functions that read it`,
    );
  return value;
}
