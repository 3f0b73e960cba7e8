if(TARGET sandbox-engine)
  gantry_unit_test(sandbox-security sandbox-engine)
endif()
