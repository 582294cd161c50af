/**
 * Rules: which limits hold for which request, and where they come from.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.rule.Descriptor}, {@link
 * dev.whiteboard.ratelimit.rule.Rule}, {@link dev.whiteboard.ratelimit.rule.RuleSet}, {@link
 * dev.whiteboard.ratelimit.rule.RuleBook}, {@link dev.whiteboard.ratelimit.rule.RuleParser}, {@link
 * dev.whiteboard.ratelimit.rule.RuleWriter}.
 *
 * <p>Threads: all.
 */
@NullMarked
package dev.whiteboard.ratelimit.rule;

import org.jspecify.annotations.NullMarked;
