/**
 * Ways to tell somebody who is away: his browser's push service, a web server of his, his mailbox,
 * a line in the log.
 *
 * <pre>
 *  notice ─▸ Channels ─┬▸ WebPush ─ MessageEncryption (RFC 8291), Vapid (RFC 8292) ─┐
 *                      ├▸ Webhook ─ signed ─────────────────────────────────────────┤
 *                      │                                                            ▾
 *                      │             OutsideHttp ─ Destinations: to public addresses alone
 *                      ├▸ Mailer ─ SMTP
 *                      └▸ LogLines
 * </pre>
 *
 * <p>Each answers with one of four {@link dev.whiteboard.chat.push.channel.PushOutcome}s; when to
 * try again is not theirs to decide.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.push.channel.PushChannel}, {@link
 * dev.whiteboard.chat.push.channel.Target}, {@link dev.whiteboard.chat.push.channel.Notice}, {@link
 * dev.whiteboard.chat.push.channel.WebPush}, {@link
 * dev.whiteboard.chat.push.channel.MessageEncryption}, {@link
 * dev.whiteboard.chat.push.channel.OutsideHttp}.
 *
 * <p>Threads: for any; calls block, each for no longer than it was told.
 */
@NullMarked
package dev.whiteboard.chat.push.channel;

import org.jspecify.annotations.NullMarked;
