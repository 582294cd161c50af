/**
 * Consistent hashing: who owns a key.
 *
 * <pre>
 *                  a node leaves       balance       lookup         memory
 *   Ring           its keys only       by points     a few reads    16 to 20 bytes a point
 *   Rendezvous     its keys only       by dice       every node     16 bytes a node
 *   Jump           the last one only   by dice       ln(nodes)      none
 *   Maglev         and a few others    even          one read       2 bytes a place
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.cdn.ring.Placement}, {@link
 * dev.whiteboard.cdn.ring.Ring}, {@link dev.whiteboard.cdn.ring.BoundedLoad}, {@link
 * dev.whiteboard.cdn.ring.Rendezvous}, {@link dev.whiteboard.cdn.ring.Jump}, {@link
 * dev.whiteboard.cdn.ring.Maglev}, {@link dev.whiteboard.cdn.ring.Scheme}, {@link
 * dev.whiteboard.cdn.ring.XxHash64}.
 *
 * <p>Everything is immutable, and for any thread.
 */
@NullMarked
package dev.whiteboard.cdn.ring;

import org.jspecify.annotations.NullMarked;
