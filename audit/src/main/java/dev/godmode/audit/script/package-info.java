@NullMarked
package dev.godmode.audit.script;

import org.jspecify.annotations.NullMarked;
