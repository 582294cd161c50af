/**
 * Files of a chat: uploaded in pieces that survive whatever breaks off between them, told by their
 * bytes, served so that nothing in them runs.
 *
 * <pre>
 *  POST ─▸ Uploads.create ── quota, place and row in one statement
 *  PATCH ─▸ Uploads.append ─▸ Writing ─▸ FileFolder     bytes, then fsync
 *                                └────▸ files.received  then the row: what counts
 *                    whole: Sniffer tells the type, in the same row
 *  send ─▸ the log looks that each file is whole, the sender's, and of this chat (and holds the row)
 *  GET ─▸ StoredFiles ── a member now, and it is his or in a message that he sees
 *  FileCollector ── what is over or in no message: first the row, then the bytes
 * </pre>
 *
 * <p>All rows of a file are on its chat's shard. Its id is of the chat's bucket, so that who knows
 * the file alone finds them, too. Only the quota is asked of all shards.
 *
 * <p>The bytes are in a folder that all nodes share: on one machine it is that. In a service that
 * outgrows the machine an object store takes its place, and clients upload to it with a URL that is
 * signed for one object and one length; rows, quota, check of what is attached and collector stay.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.file.StoredFile}, {@link
 * dev.whiteboard.chat.file.Uploads}, {@code Writing}, {@link dev.whiteboard.chat.file.StoredFiles},
 * {@link dev.whiteboard.chat.file.FileCollector}.
 *
 * <p>Threads: all of it blocks and is for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.file;

import org.jspecify.annotations.NullMarked;
