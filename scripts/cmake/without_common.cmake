# Read by CMake right after llama.cpp's own project() call. voicecli uses libllama alone; llama.cpp's
# common library serves its command-line tools and takes half of the whole compile.
set(LLAMA_BUILD_COMMON OFF)
