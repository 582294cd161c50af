/**
 * Caches in memory: four policies behind one interface, each for any number of threads; and the one
 * for the whiteboard.
 *
 * <p>Reading order: {@link dev.whiteboard.cdn.cache.Cache}, {@link
 * dev.whiteboard.cdn.cache.PlainLru}; then with threads {@link
 * dev.whiteboard.cdn.cache.ConcurrentCache}, {@link dev.whiteboard.cdn.cache.LruCache}, {@link
 * dev.whiteboard.cdn.cache.SieveCache}, {@link dev.whiteboard.cdn.cache.S3FifoCache}, {@link
 * dev.whiteboard.cdn.cache.TinyLfuCache} with its {@link dev.whiteboard.cdn.cache.FrequencySketch}
 * and {@link dev.whiteboard.cdn.cache.Climber}. They are made by {@link
 * dev.whiteboard.cdn.cache.Policy} from {@link dev.whiteboard.cdn.cache.Bounds}.
 *
 * <pre>
 *   PlainLru      ConcurrentCache: map, ring of writes, who is told
 *                 ┌──────────┬─────┴──────┬─────────────┐
 *             LruCache   SieveCache   S3FifoCache   TinyLfuCache
 *           ring of reads   a mark      a count     a count, a sketch
 * </pre>
 *
 * <p>Threads: all. A get takes no lock. Lists are moved by whoever gets the one lock; who does not
 * get it goes on.
 */
@NullMarked
package dev.whiteboard.cdn.cache;

import org.jspecify.annotations.NullMarked;
