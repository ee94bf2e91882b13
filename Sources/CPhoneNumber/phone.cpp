#include "CPhoneNumber.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

/// Countries without a national prefix of any kind: there, digits alone are the national number itself.
const char *const kPlainRegions[] = {"ES", "PT", "DK", "NO", "PL", "CZ", "GR"};

/// Reads what most files have, bare digits or `+34` and digits, without the dozen regular expressions of a parse, which
/// would find the same. Gives up on everything else, and on what is not valid.
bool parse_plain(const PhoneNumberUtil *util, const std::string &text, const std::string &region, PhoneNumber *parsed) {
    if (std::none_of(std::begin(kPlainRegions), std::end(kPlainRegions), [&](const char *r) { return region == r; })) {
        return false;
    }
    const int code = util->GetCountryCodeForRegion(region);
    const std::string prefix = "+" + std::to_string(code);
    const size_t start = text.compare(0, prefix.size(), prefix) == 0 ? prefix.size() : 0;
    const size_t count = text.size() - start;
    // A leading nought could belong to the number or be dialled before it.
    if (count < 8 || count > 10 || text[start] == '0') return false;
    uint64_t national = 0;
    for (size_t index = start; index < text.size(); index += 1) {
        if (text[index] < '0' || text[index] > '9') return false;
        national = national * 10 + static_cast<uint64_t>(text[index] - '0');
    }
    parsed->set_country_code(code);
    parsed->set_national_number(national);
    return util->IsValidNumberForRegion(*parsed, region);
}

}  // namespace

int amends_phone_e164(const char *number, size_t length, const char *region, char *out, size_t capacity) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        const std::string text(number, length);
        PhoneNumber parsed;
        if (!parse_plain(util, text, region, &parsed)) {
            parsed.Clear();
            if (util->Parse(text, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
            if (!util->IsValidNumber(parsed)) return 0;
        }
        std::string formatted;
        util->Format(parsed, PhoneNumberUtil::E164, &formatted);
        if (formatted.size() + 1 > capacity) return 0;
        std::memcpy(out, formatted.c_str(), formatted.size() + 1);
        return 1;
    } catch (...) {
        return 0;
    }
}

int amends_phone_is_mobile(const char *number, size_t length) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber parsed;
        if (util->Parse(std::string(number, length), "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        const PhoneNumberUtil::PhoneNumberType type = util->GetNumberType(parsed);
        return type == PhoneNumberUtil::MOBILE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE ? 1 : 0;
    } catch (...) {
        return 0;
    }
}
