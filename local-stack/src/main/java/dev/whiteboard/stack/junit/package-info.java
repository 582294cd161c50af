/**
 * Servers for tests: a class says which it needs and is given a corner of each for itself.
 *
 * <p>To read in this order: {@link dev.whiteboard.stack.junit.NeedsStack}, {@link
 * dev.whiteboard.stack.junit.TestStack}, {@link dev.whiteboard.stack.junit.StackExtension}, {@link
 * dev.whiteboard.stack.junit.SharedServers}, {@link dev.whiteboard.stack.junit.ClassCorner}.
 *
 * <p>Threads: JUnit's own. Classes may run side by side.
 */
@NullMarked
package dev.whiteboard.stack.junit;

import org.jspecify.annotations.NullMarked;
