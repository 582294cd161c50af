/**
 * Rules: which limits hold for which request.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.rule.Descriptor}, {@link
 * dev.whiteboard.ratelimit.rule.Rule}, {@link dev.whiteboard.ratelimit.rule.RuleSet}.
 *
 * <p>Threads: all.
 */
@NullMarked
package dev.whiteboard.ratelimit.rule;

import org.jspecify.annotations.NullMarked;
