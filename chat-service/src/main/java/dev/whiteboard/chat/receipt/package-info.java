/**
 * How far members have received and read a chat: two marks a member, which only ever grow.
 *
 * <pre>
 *  acks, reads ─▸ Notes: the furthest of each member ─ every 250 ms ─▸ MarkStore: one statement
 *                                                                          │ what really moved
 *                   other nodes ─▸ ReceiptTeller ◂──┬── chat of up to 16 ◂─┤
 *                                        │          │                      ▾
 *                                     sockets       └── 4,000 frames/s ◂─ ReceiptQueue: large
 * </pre>
 *
 * <p>A mark a message would be rows and frames by the square: here a member costs two numbers, and
 * a client that acknowledges each of 20 messages a second costs four writes. Nothing waits for a
 * mark: what is lost with a node is repaired by the client's next acknowledgement, as that says
 * "all up to here".
 *
 * <p>Telling is where it would explode. In a group of 500 with 20 messages a second each member's
 * marks move all the time: four times a second, told to everybody, that is 500 × 500 × 4 = a
 * million frames a second for 10,000 messages delivered. So, in chats of more than 16 members:
 *
 * <ul>
 *   <li>Marks are written once a second, which is 500 rows a second and not 2,000.
 *   <li>A receipt goes only to the authors of the messages that it moved over, the newest 16 of
 *       them: nobody else shows ticks for these. That leaves 500 × 16 = 8,000 frames a second.
 *   <li>A node sends at most 4,000 such frames a second, for all its chats. What finds no room
 *       waits, longest first, and takes in what its member does meanwhile: here each is told every
 *       other second, and with ten such groups every 20 seconds.
 * </ul>
 *
 * <p>Up to 16 members all are told of all: 16 × 15 × 4 = 960 frames a second at the very most. And
 * where thousands of members of such chats move, marks are gathered for up to 2 s ({@code Pace}).
 *
 * <p>Reading order: {@link dev.whiteboard.chat.receipt.Receipts}, {@link
 * dev.whiteboard.chat.receipt.MarkWriter}, {@link dev.whiteboard.chat.receipt.MarkStore}, {@link
 * dev.whiteboard.chat.receipt.ReceiptTeller}.
 *
 * <p>Threads: notes come from event loops, which never wait; for each database one virtual thread
 * writes and tells.
 */
@NullMarked
package dev.whiteboard.chat.receipt;

import org.jspecify.annotations.NullMarked;
