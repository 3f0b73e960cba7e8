# gantry_add_plugin(<name>
#   SOURCES <file>...
#   NOTE <file>                     key=value lines (docs/contract.md, M2) without gantry-note=, abi= - they are added
#   [LANGUAGE C|CXX]                default CXX
#   [LINKS <library>...]
#   [OUTPUT_DIRECTORY <folder>])
#
# Builds one shared library that exports exactly gantry_plugin_1 and carries its note. The header gantry-plugin-note.h is
# generated from NOTE, so that descriptor, describe and note cannot disagree (M4): it defines GANTRY_PLUGIN_ID,
# GANTRY_PLUGIN_VERSION and GANTRY_PLUGIN_NOTE.
set(GANTRY_PLUGIN_CMAKE_FOLDER ${CMAKE_CURRENT_LIST_DIR})

function(gantry_add_plugin name)
  cmake_parse_arguments(plugin "" "NOTE;LANGUAGE;OUTPUT_DIRECTORY" "SOURCES;LINKS" ${ARGN})
  if(NOT plugin_NOTE OR NOT plugin_SOURCES)
    message(FATAL_ERROR "gantry_add_plugin(${name}): expected SOURCES and NOTE")
  endif()
  if(NOT plugin_LANGUAGE)
    set(plugin_LANGUAGE CXX)
  endif()
  get_filename_component(note ${plugin_NOTE} ABSOLUTE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${note})
  file(STRINGS ${note} lines ENCODING UTF-8)
  set(text "gantry-note=1\\n\" \\\n\"abi=1\\n")
  set(id "")
  set(version "")
  foreach(line IN LISTS lines)
    if(line STREQUAL "" OR line MATCHES "^#")
      continue()
    endif()
    if(NOT line MATCHES "^!?[a-z][A-Za-z0-9.-]*=")
      message(FATAL_ERROR "${note}: expected key=value, found: ${line}")
    endif()
    if(line MATCHES "^id=(.*)$" AND id STREQUAL "")
      set(id "${CMAKE_MATCH_1}")
    elseif(line MATCHES "^version=(.*)$" AND version STREQUAL "")
      set(version "${CMAKE_MATCH_1}")
    endif()
    string(REPLACE "\\" "\\\\" line "${line}")
    string(REPLACE "\"" "\\\"" line "${line}")
    string(APPEND text "\" \\\n\"${line}\\n")
  endforeach()
  if(id STREQUAL "" OR version STREQUAL "")
    message(FATAL_ERROR "${note}: a plugin's note needs id= and version=")
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name}-generated)
  # The note as one literal, both for the section and for describe().
  file(CONFIGURE OUTPUT ${folder}/gantry-plugin-note.h @ONLY CONTENT
    "/* Generated from the plugin's note; do not edit. */\n#define GANTRY_PLUGIN_ID \"@id@\"\n#define GANTRY_PLUGIN_VERSION \"@version@\"\n#define GANTRY_PLUGIN_NOTE \\\n\"@text@\"\n")
  file(CONFIGURE OUTPUT ${folder}/note.c @ONLY CONTENT
    "#include <gantry/note.h>\n#include \"gantry-plugin-note.h\"\nGANTRY_NOTE(GANTRY_PLUGIN_NOTE);\n")

  set_property(GLOBAL APPEND PROPERTY GANTRY_PLUGINS ${name})
  add_library(${name} MODULE ${plugin_SOURCES} ${folder}/note.c)
  # A note may be longer than the 4095 characters that C99 promises.
  set_source_files_properties(${folder}/note.c PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  set_target_properties(${name} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${GANTRY_PLUGIN_CMAKE_FOLDER}/gantry-plugin.map)
  if(plugin_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${plugin_OUTPUT_DIRECTORY})
  elseif(CMAKE_LIBRARY_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
  endif()
  target_include_directories(${name} PRIVATE ${folder})
  if(plugin_LANGUAGE STREQUAL "C")
    target_link_libraries(${name} PRIVATE gantry::abi ${plugin_LINKS})
  else()
    target_link_libraries(${name} PRIVATE gantry::sdk ${plugin_LINKS})
  endif()
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${GANTRY_PLUGIN_CMAKE_FOLDER}/gantry-plugin.map -Wl,-z,now -Wl,-z,relro -Wl,--exclude-libs,ALL)
  # clang's sanitizer runtime lives in the program, so its symbols are undefined in a library.
  if(NOT (CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND "${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS} ${GANTRY_SANITIZE}" MATCHES "address|thread|undefined|fuzzer"))
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
endfunction()
