/**
 * End-to-end encryption by MLS (RFC 9420): a device as a member of groups. The server orders
 * commits and keeps key packages and welcomes, and holds no key.
 *
 * <pre>
 *  MlsMember ─ keyPackage() ─▸ directory ─▸ somebody who adds this device
 *      │ create                                     │
 *      │ join(welcome) ◂────────────────────────────┘ prepare(Add) ─▸ commit + welcome
 *      │ enter(groupInfo)  on its own, after a restart          │
 *      ▾                                                        ▾
 *  MlsGroup ◂── handle(commit), in the order of the chat's log ── one commit an epoch
 *      │ encrypt ─▸ log ─▸ decrypt
 * </pre>
 *
 * <p>Whoever only wants to talk uses {@link dev.whiteboard.chat.client.mls.SealedChats}, which does
 * all of this over a {@link dev.whiteboard.chat.client.mls.DeliveryService}.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.client.mls.MlsMember}, {@link
 * dev.whiteboard.chat.client.mls.MlsGroup}, {@link dev.whiteboard.chat.client.mls.Change}, {@link
 * dev.whiteboard.chat.client.mls.Handled}, {@code Roster} (what the library gets wrong about
 * removals), {@code Epoch} (what it does not tell), {@code Bouncy} (why one thread at a time).
 *
 * <p>What it does not do: state is in memory alone; who is let into the chat is the server's word,
 * and that a key is a person's is what the safety number is for.
 *
 * <p>Threads: any; one at a time is inside the library, in the whole process.
 */
@NullMarked
package dev.whiteboard.chat.client.mls;

import org.jspecify.annotations.NullMarked;
