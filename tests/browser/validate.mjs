// node validate.mjs REPORT CONFIG FILE...: write what html-validate says of the files, as JSON. (Its own command line asks
// for a newer Node.js than the book does.)
import { writeFileSync } from "node:fs";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const [report, config, ...files] = process.argv.slice(2);
const validator = new HtmlValidate(new FileSystemConfigLoader(JSON.parse(config)));
const { results } = await validator.validateMultipleFiles(files);
writeFileSync(report, JSON.stringify(results.map(({ filePath, messages }) => ({ filePath, messages }))));
