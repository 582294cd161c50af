/**
 * The delivery service of MLS (RFC 9420, RFC 9750): it keeps key packages and welcomes, and decides
 * which commit is a group's next. It holds no key and reads no message.
 *
 * <pre>
 *  device ── key packages ──▸ KeyPackages ── one for each device, once ──▸ who adds them
 *  who adds them ── commit of epoch n, welcome ──▸ Groups
 *                     one transaction under the chat's lock:
 *                       is n the group's epoch? ── no ──▸ 409, where the group is
 *                       the chat's log      (kind COMMIT, its place among the messages)
 *                       mls_commits         (epoch n is over)
 *                       mls_welcomes        (until each device has it)
 * </pre>
 *
 * <p>What the server could still do: give a key package of its own as somebody's, which comparing
 * safety numbers shows; keep something back, which its absence shows; and tell who talks to whom
 * and when, which encryption does not hide.
 *
 * <p>What a member could do: put up a commit that no other member can apply. The service can't
 * tell, having no keys. The group is made anew then, without him, as the next generation.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.mls.KeyPackages}, {@link
 * dev.whiteboard.chat.mls.Groups}, {@link dev.whiteboard.chat.mls.Welcomes}, {@code CommitHeader}.
 *
 * <p>Threads: all of it blocks and is for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.mls;

import org.jspecify.annotations.NullMarked;
