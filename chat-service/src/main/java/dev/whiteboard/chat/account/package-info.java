/**
 * Users, their devices' sign-ins, and the tokens that prove them.
 *
 * <pre>
 *  sign in ─▸ Accounts: Argon2id ─▸ Sessions: a row ─▸ Tokens: signed for an hour
 *                                      │                  │
 *  sign out ──────────────────────▸ revoked_at        checked without asking anybody,
 *                                      │              but for RevokedSessions, in memory
 *                                      ├─ this node: at once            ▴
 *                                      └─ others: AccountNews, every 2 s ┘ or at a hint in Redis
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.chat.account.Caller}, {@link
 * dev.whiteboard.chat.account.Authenticator}, {@link dev.whiteboard.chat.account.Tokens}, {@link
 * dev.whiteboard.chat.account.RevokedSessions}, {@link dev.whiteboard.chat.account.Sessions},
 * {@link dev.whiteboard.chat.account.Accounts}, {@link dev.whiteboard.chat.account.PasswordHashes},
 * {@link dev.whiteboard.chat.account.AccountName}.
 *
 * <p>Threads: checking a token never blocks; signing up and in does, and takes a processor for a
 * while on purpose.
 */
@NullMarked
package dev.whiteboard.chat.account;

import org.jspecify.annotations.NullMarked;
