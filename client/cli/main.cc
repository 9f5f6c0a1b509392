#include <iostream>
#include <string>
#include <vector>

#include "client/cli/app/app.h"

int main(int argc, char** argv) {
  return tutorat::cli::RunProgram(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}
