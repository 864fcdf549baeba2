package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Stateless;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the class files of services what they ask of the platform that it cannot do, before any
 * of it runs.
 *
 * <pre>
 *   service ── its nested classes, and every class whose code it uses ── theirs …
 *                 each method: calls and method references to Effect and Context
 * </pre>
 *
 * <p>It reads what the code says, not what it does: reflection escapes it, so {@link
 * ServiceBinding} checks again what a handler decided. What only a stateless service may not do is
 * looked for in its own class alone: code that it shares may be meant for others.
 */
final class UseReader {
  private static final String SDK = "dev/holdfast/sdk/";
  private static final Set<String> EFFECTS = Set.of(SDK + "Effect", SDK + "Change");
  private static final String CONTEXT = SDK + "Context";
  private static final Map<String, Capability> OF_CONTEXT =
      Map.of("predict", Capability.PREDICTIONS, "settings", Capability.SETTINGS);

  /** What the compiler calls the body of a lambda: the method it stands in is the author's. */
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*)\\$\\d+");

  private final Capabilities capabilities;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> stateless = new HashSet<>();

  /** A method that is read: its name for its author, and whether a stateless service has it. */
  private record Place(String who, boolean stateless) {}

  UseReader(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** A fault for each use in each method of the services and of all that they use. */
  Set<String> read(Collection<? extends Class<?>> services) {
    for (Class<?> service : services) {
      if (Stateless.class.isAssignableFrom(service)) {
        stateless.add(internalName(service));
      }
    }
    services.forEach(this::read);
    return faults;
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void read(Class<?> service) {
    ClassLoader loader = service.getClassLoader();
    Deque<String> waiting = new ArrayDeque<>();
    waiting.add(internalName(service));
    while (!waiting.isEmpty()) {
      String name = waiting.remove();
      if (!isPlatforms(name) && seen.add(name)) {
        bytes(loader, name).ifPresent(bytes -> read(bytes, waiting));
      }
    }
  }

  /** Classes of the JDK and the SDK, which use nothing on their own account. */
  private static boolean isPlatforms(String name) {
    return name.startsWith("java/")
        || name.startsWith("javax/")
        || name.startsWith("jdk/")
        || (name.startsWith(SDK) && name.indexOf('/', SDK.length()) < 0);
  }

  private static Optional<byte[]> bytes(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(byte[] classFile, Deque<String> waiting) {
    try {
      ClassModel type = ClassFile.of().parse(classFile);
      type.superclass().ifPresent(other -> waiting.add(other.asInternalName()));
      type.interfaces().forEach(other -> waiting.add(other.asInternalName()));
      type.findAttribute(Attributes.nestMembers())
          .map(NestMembersAttribute::nestMembers)
          .orElse(List.of())
          .forEach((ClassEntry other) -> waiting.add(other.asInternalName()));
      for (MethodModel method : type.methods()) {
        Place place = place(type, method);
        method.code().ifPresent(code -> code.forEach(element -> read(place, element, waiting)));
      }
    } catch (IllegalArgumentException unreadable) {
      // The virtual machine will say what is wrong with this class, if it ever comes to be used.
      return;
    }
  }

  private void read(Place place, CodeElement element, Deque<String> waiting) {
    switch (element) {
      case InvokeInstruction call ->
          use(place, call.owner().asInternalName(), call.name().stringValue(), waiting);
      case FieldInstruction field -> waiting.add(field.owner().asInternalName());
      case InvokeDynamicInstruction lambda -> {
        for (ConstantDesc argument : lambda.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc method) {
            use(place, internalName(method), method.methodName(), waiting);
          }
        }
      }
      default -> {} // All other instructions stay within the method.
    }
  }

  private static String internalName(DirectMethodHandleDesc method) {
    String descriptor = method.owner().descriptorString();
    return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : "java/";
  }

  private void use(Place place, String owner, String method, Deque<String> waiting) {
    waiting.add(owner);
    if (EFFECTS.contains(owner)) {
      Use.ofMethod(method).ifPresent(use -> demandPossible(place, use));
    } else if (owner.equals(CONTEXT)) {
      Optional.ofNullable(OF_CONTEXT.get(method)).ifPresent(use -> demand(place, method, use));
    }
  }

  private void demandPossible(Place place, Use use) {
    demand(place, use.method(), use.needed());
    if (place.stateless && capabilities.has(use.needed())) {
      faults.add(use.notStateless(place.who));
    }
  }

  private void demand(Place place, String method, Capability needed) {
    if (!capabilities.has(needed)) {
      faults.add(place.who + " uses " + method + ": " + needed.notYet() + ".");
    }
  }

  /** The method as its author knows it: {@code Account.transfer}; the class for its own set-up. */
  private Place place(ClassModel type, MethodModel method) {
    String path = type.thisClass().asInternalName();
    String owner = path.substring(path.lastIndexOf('/') + 1).replace('$', '.');
    String name = method.methodName().stringValue();
    Matcher lambda = LAMBDA.matcher(name);
    if (lambda.matches()) {
      name = lambda.group(1);
    }
    boolean setUp = name.startsWith("<") || name.equals("new") || name.equals("static");
    return new Place(setUp ? owner : owner + "." + name, stateless.contains(path));
  }
}
