/**
 * What the standard asks of a datapackage.json: the profiles of Data Package v2.0 for packages, resources and table
 * schemas (https://datapackage.org), as far as this project uses them. Strict: a property that is not of the standard
 * fails.
 */
import * as z from 'zod';

/** A URL, or a path that does not lead out of the package's folder. */
const path = z
  .string()
  .regex(/^(?:https?:\/\/.+|[^./~](?!.*(?:\/\.\.\/|\\|:\/\/)).*)$/, 'a URL, or a path below the package');

const source = z.strictObject({ title: z.string().optional(), path: path.optional(), email: z.email().optional() });

const field = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'any']),
  title: z.string().optional(),
  description: z.string().optional(),
  constraints: z.strictObject({ required: z.boolean(), enum: z.array(z.string()).min(1).optional() }).optional(),
});

const names = z.array(z.string()).min(1);

const schema = z.strictObject({
  $schema: z.literal('https://datapackage.org/profiles/2.0/tableschema.json'),
  fields: z.array(field).min(1),
  missingValues: z.array(z.string()),
  primaryKey: names,
  foreignKeys: z
    .array(z.strictObject({ fields: names, reference: z.strictObject({ resource: z.string(), fields: names }) }))
    .min(1)
    .optional(),
});

const file = {
  name: z.string().regex(/^[-a-z0-9._/]+$/),
  path,
  title: z.string().optional(),
  format: z.string(),
  mediatype: z.string().regex(/^.+\/.+$/),
};

export const DataPackage = z.strictObject({
  $schema: z.literal('https://datapackage.org/profiles/2.0/datapackage.json'),
  name: z.string().regex(/^[-a-z0-9._/]+$/),
  title: z.string(),
  description: z.string(),
  licenses: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[-a-zA-Z0-9._]+$/),
        path: path.optional(),
        title: z.string().optional(),
      }),
    )
    .min(1),
  contributors: z
    .array(
      z.strictObject({
        title: z.string(),
        roles: z.array(z.string()).min(1),
        email: z.email().optional(),
        path: path.optional(),
      }),
    )
    .min(1),
  sources: z.array(source).min(1),
  resources: z
    .array(
      z.union([
        z.strictObject({ ...file, type: z.literal('table'), encoding: z.literal('utf-8'), schema }),
        z.strictObject(file),
      ]),
    )
    .min(1),
});
