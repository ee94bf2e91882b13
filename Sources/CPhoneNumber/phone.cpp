#include "CPhoneNumber.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

int amends_phone_e164(const char *number, size_t length, const char *region, char *out, size_t capacity) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber parsed;
        if (util->Parse(std::string(number, length), region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        if (!util->IsValidNumber(parsed)) return 0;
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
