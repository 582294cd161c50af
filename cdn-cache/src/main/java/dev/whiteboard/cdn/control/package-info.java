/**
 * What the control plane can tell of a world and do to it. The data path needs none of it: where it
 * is away, edges serve on with what they have.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.control.RingView}, {@link
 * dev.whiteboard.cdn.control.NodeStates}, {@link dev.whiteboard.cdn.control.ControlPlane}, {@link
 * dev.whiteboard.cdn.control.Tryout}. Called on virtual threads, which may wait.
 */
@NullMarked
package dev.whiteboard.cdn.control;

import org.jspecify.annotations.NullMarked;
