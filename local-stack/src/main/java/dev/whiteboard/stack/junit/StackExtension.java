package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.Server;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Behind {@link NeedsStack}. The servers are kept in JUnit's root store and a class's corner in the
 * store of the class: JUnit closes what is in a store when the run, or the class, is over.
 */
final class StackExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    cornerOf(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestStack.class;
  }

  @Override
  public TestStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cornerOf(context).stack();
  }

  private static ClassCorner cornerOf(ExtensionContext context) {
    ExtensionContext owner = annotated(context);
    return owner
        .getStore(NAMESPACE)
        .computeIfAbsent(owner.getUniqueId(), _ -> makeCorner(owner), ClassCorner.class);
  }

  private static ClassCorner makeCorner(ExtensionContext owner) {
    Set<Server> servers = EnumSet.noneOf(Server.class);
    needs(owner).ifPresent(needs -> servers.addAll(List.of(needs.value())));
    SharedServers shared =
        owner
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                SharedServers.class, _ -> SharedServers.ofThisRun(), SharedServers.class);
    return ClassCorner.make(owner.getRequiredTestClass(), shared.of(servers));
  }

  /** The class itself or the nearest around it that has the annotation. */
  private static ExtensionContext annotated(ExtensionContext context) {
    ExtensionContext at = context;
    while (needs(at).isEmpty()) {
      at = at.getParent().orElseThrow();
    }
    return at;
  }

  private static Optional<NeedsStack> needs(ExtensionContext context) {
    return context
        .getElement()
        .filter(Class.class::isInstance)
        .flatMap(type -> AnnotationSupport.findAnnotation(type, NeedsStack.class));
  }
}
