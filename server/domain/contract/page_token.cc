#include "server/domain/contract/page_token.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Message;

// Of the filters and the place together. It guards against mistakes, not against attackers: a token grants nothing that
// the list itself does not.
std::string Seal(const Message& list_request, absl::string_view last_name) {
  std::unique_ptr<Message> filters(list_request.New());
  filters->CopyFrom(list_request);
  for (const char* field : {"page_token", "page_size"}) {
    filters->GetReflection()->ClearField(filters.get(), filters->GetDescriptor()->FindFieldByName(field));
  }
  return Digest(absl::StrCat(Fingerprint(*filters), "\n", last_name));
}

std::string InBase64(const std::string& bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);
  return text;
}

}  // namespace

std::string MakePageToken(const Message& list_request, absl::string_view last_name) {
  return InBase64(absl::StrCat(Seal(list_request, last_name), last_name));
}

absl::StatusOr<std::string> ReadPageToken(const Message& list_request) {
  const std::string token = TextField(list_request, "page_token");
  if (token.empty()) return "";
  std::string bytes;
  const size_t seal = Digest("").size();
  // Several texts in base 64 hold the same bytes: one alone was given out.
  if (absl::WebSafeBase64Unescape(token, &bytes) && token == InBase64(bytes) && bytes.size() > seal &&
      bytes.substr(0, seal) == Seal(list_request, bytes.substr(seal))) {
    return bytes.substr(seal);
  }
  return InvalidFields(
      {{"page_token",
        "BAD_PAGE_TOKEN",
        {.en = "is no token of this list: send next_page_token as it came, with the same filters",
         .fr = "n'est pas un jeton de cette liste : envoyer next_page_token tel quel, avec les mêmes filtres"}}});
}

}  // namespace tutorat::domain
