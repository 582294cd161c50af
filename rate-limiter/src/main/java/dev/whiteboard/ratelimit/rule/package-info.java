/**
 * Rules: which limits hold for which request, and where they come from.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.rule.Descriptor}, {@link
 * dev.whiteboard.ratelimit.rule.Rule}, {@link dev.whiteboard.ratelimit.rule.RuleSet}, {@link
 * dev.whiteboard.ratelimit.rule.RuleBook}, {@link dev.whiteboard.ratelimit.rule.RuleParser}, {@link
 * dev.whiteboard.ratelimit.rule.RuleWriter}, {@link dev.whiteboard.ratelimit.rule.LiveRules},
 * {@link dev.whiteboard.ratelimit.rule.RuleFile}, {@link
 * dev.whiteboard.ratelimit.rule.SharedRules}.
 *
 * <p>Threads: all, and nothing on the path of a request blocks. {@code RuleFile} and {@code
 * SharedRules} have a virtual thread each; {@code SharedRules.put} blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.rule;

import org.jspecify.annotations.NullMarked;
