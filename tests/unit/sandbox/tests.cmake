if(TARGET sandbox-engine)
  gantry_unit_test(sandbox sandbox-engine)
endif()
