package dev.whiteboard.portal.checkout;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as HTML: CommonMark, tables, and headings that links lead to as on GitHub. HTML in it is
 * shown as text, but for a {@code <picture>} of its own, which takes the light or the dark one.
 *
 * <p>A drawing in Mermaid stays the text that it is written in: a browser draws it.
 */
public final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(_ -> Markdown::addAttributes)
          .nodeRendererFactory(Pictures::new)
          .build();

  private final Node document;

  private Markdown(Node document) {
    this.document = document;
  }

  /** Reads a page; there is none that is malformed. */
  public static Markdown of(String text) {
    return new Markdown(PARSER.parse(text));
  }

  /** Its first heading, without marks; empty where it has none. */
  public Optional<String> title() {
    for (var node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        return Optional.of(words(node));
      }
    }
    return Optional.empty();
  }

  /** Whether it has drawings in Mermaid. */
  public boolean hasDrawings() {
    for (var node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof FencedCodeBlock block && block.getInfo().equals("mermaid")) {
        return true;
      }
    }
    return false;
  }

  /** The elements of its body. */
  public String html() {
    return RENDERER.render(document);
  }

  private static void addAttributes(Node node, String tag, Map<String, String> attributes) {
    switch (tag) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> attributes.put("id", anchor(words(node)));
      case "pre", "table" -> attributes.put("tabindex", "0"); // they scroll, by keys too
      default -> {}
    }
  }

  /** As GitHub makes it: letters, digits, underscores and hyphens, a hyphen for a space. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  private static String words(Node node) {
    var words = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }
        });
    return words.toString();
  }

  /** Blocks of HTML: one that is a picture goes through as it is. */
  private record Pictures(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(HtmlBlock.class);
    }

    @Override
    public void render(Node node) {
      var html = ((HtmlBlock) node).getLiteral();
      var writer = context.getWriter();
      writer.line();
      if (html.startsWith("<picture>")) {
        writer.raw(html);
      } else {
        writer.tag("p");
        writer.text(html);
        writer.tag("/p");
      }
      writer.line();
    }
  }
}
