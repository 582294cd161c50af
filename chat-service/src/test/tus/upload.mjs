// Uploads random bytes with tus-js-client, breaks it off in the middle, resumes, and reads them again.
//   node upload.mjs NODE OTHER-NODE TOKEN CHAT CLIENT-FOLDER
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [node, otherNode, token, chat, folder] = process.argv.slice(2);
const { Upload } = createRequire(join(folder, 'package.json'))('tus-js-client');
const headers = { Authorization: `Bearer ${token}` };

function options(done, more) {
  return {
    endpoint: `${node}/api/v1/files`,
    headers,
    metadata: { chat, filename: 'große Katze.bin', filetype: 'text/html' },
    retryDelays: [0, 500, 1000, 2000, 4000, 8000],
    onSuccess: () => done.resolve(),
    onError: (error) => done.reject(error),
    ...more,
  };
}

/** Breaks it off once so many bytes are under way; tells where the upload is. */
async function begin(bytes, breakAt, more) {
  const done = deferred();
  const upload = new Upload(bytes, options(done, {
    ...more,
    onProgress: (sent) => {
      if (sent >= breakAt) upload.abort().then(() => done.resolve(), done.reject);
    },
  }));
  upload.start();
  await done.promise;
  return upload.url;
}

async function finish(bytes, url, more) {
  const done = deferred();
  const upload = new Upload(bytes, options(done, { ...more, uploadUrl: url }));
  upload.start();
  await done.promise;
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

async function check(name, bytes, url) {
  const answer = await fetch(url, { headers });
  const got = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200 || !got.equals(bytes)) {
    throw new Error(`${name}: ${answer.status}, ${got.length} of ${bytes.length} bytes`);
  }
  console.log(`ok ${name} ${createHash('sha256').update(got).digest('hex').slice(0, 8)}`);
}

const bytes = randomBytes(1_900_000);
const small = { chunkSize: 150_000 };

const whole = await begin(bytes, Infinity, {});
await check('whole', bytes, whole);

const chunked = await begin(bytes, 700_000, small);
await finish(bytes, chunked, small);
await check('resumed', bytes, chunked);

const moved = await begin(bytes, 500_000, small);
const there = moved.replace(node, otherNode);
await finish(bytes, there, small);
await check('resumed at the other node', bytes, there);

const posted = await begin(bytes.subarray(0, 300_000), Infinity, { uploadDataDuringCreation: true, overridePatchMethod: true, chunkSize: 100_000 });
await check('sent with its creation, by POST', bytes.subarray(0, 300_000), posted);

await Upload.terminate(posted, { headers });
const gone = await fetch(posted, { headers });
if (gone.status !== 404) throw new Error(`terminated, but answers ${gone.status}`);
console.log('ok terminated');
