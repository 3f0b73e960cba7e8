gantry_unit_test(loader gantry-loader)

# Plugins that each do one thing wrong, and one that does not. Their language is C or `.cc`, so that they are not taken
# for sources of the test program.
set(folder ${CMAKE_CURRENT_SOURCE_DIR}/loader/plugins)
set(output ${CMAKE_CURRENT_BINARY_DIR}/loader-plugins)
set(plugins "")
foreach(name good crash-init crash-load hang-init exit-init fail-init other-major other-version other-id short-entry long-entry
    no-init no-entry other-describe no-factory no-task null-object missing-library)
  gantry_add_plugin(test-plugin-${name} SOURCES ${folder}/${name}.c NOTE ${folder}/test.note LANGUAGE C OUTPUT_DIRECTORY ${output})
  list(APPEND plugins ${name})
endforeach()
gantry_add_plugin(test-plugin-throw-init SOURCES ${folder}/throw-init.cc NOTE ${folder}/test.note OUTPUT_DIRECTORY ${output})
list(APPEND plugins throw-init)

# By hand: what gantry_add_plugin would not let through. The note's header is the one it made.
foreach(name missing-symbol further-export without-note)
  add_library(test-plugin-${name} MODULE ${folder}/${name}.c)
  set_target_properties(test-plugin-${name} PROPERTIES PREFIX "" C_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY ${output})
  target_include_directories(test-plugin-${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/test-plugin-good-generated)
  target_link_libraries(test-plugin-${name} PRIVATE gantry::abi)
  list(APPEND plugins ${name})
endforeach()
add_library(gantry-test-absent SHARED ${folder}/absent.c)
target_link_libraries(test-plugin-missing-library PRIVATE gantry-test-absent)
set_target_properties(test-plugin-missing-library PROPERTIES SKIP_BUILD_RPATH ON)

# What `gantry --probe-plugin FILE` is to the program, for the tests.
add_executable(test-loader-program ${CMAKE_CURRENT_SOURCE_DIR}/loader/program.cc)
target_link_libraries(test-loader-program PRIVATE gantry-loader)

target_compile_definitions(test-loader PRIVATE GANTRY_TEST_PLUGINS="${output}"
  GANTRY_TEST_PROGRAM="$<TARGET_FILE:test-loader-program>" GANTRY_FILE_PLUGIN="$<TARGET_FILE:gantry-file>")
add_dependencies(test-loader test-loader-program gantry-file)
foreach(name ${plugins})
  add_dependencies(test-loader test-plugin-${name})
  set_target_properties(test-plugin-${name} PROPERTIES OUTPUT_NAME ${name})
endforeach()
