// Which Fokker this is.
#pragma once

namespace fokker {

// "0.1.0": the version of the project, as its CMakeLists.txt says it.
const char* version();

}  // namespace fokker
