package dev.holdfast.edge;

import dev.holdfast.protocol.ServiceDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes that services declare, such as {@code GET /carts/{id}/total}, by segment.
 *
 * <p>Invariant: at every segment a literal goes before a variable, and a path leads to one handler
 * a method. Two routes of the same form are a conflict: the first by service name holds, the other
 * is told in {@link #conflicts()}.
 *
 * <pre>
 *   carts ─┬─ open ─── GET
 *          └─ {…}  ─┬─ GET
 *                   └─ total ─── GET
 * </pre>
 */
final class RouteTree {
  private final Branch root = new Branch();
  private final List<String> conflicts = new ArrayList<>();

  /** A declared route that was found, with what stands in its variables, in their order. */
  record Match(Leaf leaf, List<String> values) {}

  /**
   * Where a route leads.
   *
   * @param idVariable the place of the variable that names the instance, -1 for none
   */
  record Leaf(Endpoint endpoint, String template, List<String> variables, int idVariable) {}

  private static final class Branch {
    private final Map<String, Branch> literals = new HashMap<>();
    private @Nullable Branch variable;
    private final Map<String, Leaf> leaves = new TreeMap<>();
  }

  /** Adds the route of an endpoint; a fault that makes it unreachable is kept in the conflicts. */
  void add(Endpoint endpoint, String route) {
    int space = route.indexOf(' ');
    String where = endpoint.service().service() + "." + endpoint.handler().name();
    if (space < 0 || !route.startsWith("/", space + 1)) {
      conflicts.add(where + " declares the route " + route + ", which is not METHOD /path.");
      return;
    }
    String method = route.substring(0, space);
    if (method.equals("GET") && !endpoint.handler().query()) {
      conflicts.add(where + " is a command, and GET must change nothing. Declare another method.");
      return;
    }
    int question = route.indexOf('?');
    String template =
        question < 0 ? route.substring(space + 1) : route.substring(space + 1, question);
    var variables = new ArrayList<String>();
    Branch branch = root;
    for (String segment : template.substring(1).split("/", -1)) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        variables.add(segment.substring(1, segment.length() - 1));
        if (branch.variable == null) {
          branch.variable = new Branch();
        }
        branch = branch.variable;
      } else {
        branch = branch.literals.computeIfAbsent(segment, s -> new Branch());
      }
    }
    int idVariable = idVariable(endpoint, variables);
    if (idVariable < 0 && !endpoint.isStateless()) {
      conflicts.add(where + " declares the route " + route + ", which names no instance.");
      return;
    }
    var leaf = new Leaf(endpoint, template, List.copyOf(variables), idVariable);
    Leaf other = branch.leaves.putIfAbsent(method, leaf);
    if (other != null) {
      Endpoint first = other.endpoint();
      conflicts.add(
          "Two routes are the same: "
              + method
              + " "
              + other.template()
              + " in "
              + first.service().service()
              + "."
              + first.handler().name()
              + " and "
              + method
              + " "
              + template
              + " in "
              + where
              + ".");
    }
  }

  /**
   * The variable {@code id}, else the first one; none for a stateless service without {@code id}.
   */
  private static int idVariable(Endpoint endpoint, List<String> variables) {
    int named = variables.indexOf("id");
    if (named >= 0) {
      return named;
    }
    boolean stateless = endpoint.service().kind() == ServiceDescription.Kind.STATELESS;
    return stateless || variables.isEmpty() ? -1 : 0;
  }

  List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  Optional<Match> match(String method, List<String> path) {
    var values = new ArrayList<String>(4);
    Leaf leaf = find(root, method, path, 0, values);
    return leaf == null ? Optional.empty() : Optional.of(new Match(leaf, values));
  }

  private static @Nullable Leaf find(
      Branch branch, String method, List<String> path, int depth, List<String> values) {
    if (depth == path.size()) {
      return branch.leaves.get(method);
    }
    Branch literal = branch.literals.get(path.get(depth));
    if (literal != null) {
      Leaf leaf = find(literal, method, path, depth + 1, values);
      if (leaf != null) {
        return leaf;
      }
    }
    if (branch.variable == null) {
      return null;
    }
    values.add(path.get(depth));
    Leaf leaf = find(branch.variable, method, path, depth + 1, values);
    if (leaf == null) {
      values.removeLast();
    }
    return leaf;
  }

  /** The methods that the path takes; empty when nothing is declared there. */
  Set<String> methods(List<String> path) {
    var methods = new TreeSet<String>();
    collect(root, path, 0, methods);
    return methods;
  }

  private static void collect(Branch branch, List<String> path, int depth, Set<String> methods) {
    if (depth == path.size()) {
      methods.addAll(branch.leaves.keySet());
      return;
    }
    Branch literal = branch.literals.get(path.get(depth));
    if (literal != null) {
      collect(literal, path, depth + 1, methods);
    }
    if (branch.variable != null) {
      collect(branch.variable, path, depth + 1, methods);
    }
  }
}
